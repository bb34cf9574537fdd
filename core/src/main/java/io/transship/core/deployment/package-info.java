/** Where containers run from the start (thesis Table 4.1, serverdeployRatio). */
@NullMarked
package io.transship.core.deployment;

import org.jspecify.annotations.NullMarked;
