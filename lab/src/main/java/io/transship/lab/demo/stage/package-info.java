/** What the demo puts on the lab's stage: image, configuration, client and load. */
@NullMarked
package io.transship.lab.demo.stage;

import org.jspecify.annotations.NullMarked;
