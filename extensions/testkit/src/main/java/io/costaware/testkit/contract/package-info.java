/**
 * What each extension point promises, as test classes to extend: say how to make your own
 * implementation, and run them.
 */
@NullMarked
package io.costaware.testkit.contract;

import org.jspecify.annotations.NullMarked;
