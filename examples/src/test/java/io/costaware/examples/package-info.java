/** Runs the examples and the code of the README, and looks at what comes out. */
@NullMarked
package io.costaware.examples;

import org.jspecify.annotations.NullMarked;
