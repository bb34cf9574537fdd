/** What a demo has shown: its numbers, the thesis' beside them, and the checks by effects. */
@NullMarked
package io.transship.lab.demo.proof;

import org.jspecify.annotations.NullMarked;
