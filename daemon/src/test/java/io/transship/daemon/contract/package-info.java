/** What every container engine has to keep, tried on the real engines. */
@NullMarked
package io.transship.daemon.contract;

import org.jspecify.annotations.NullMarked;
