/** Contracts to extend and fakes to use in tests; knows no provider SDK. */
@NullMarked
package io.costaware.testkit;

import org.jspecify.annotations.NullMarked;
