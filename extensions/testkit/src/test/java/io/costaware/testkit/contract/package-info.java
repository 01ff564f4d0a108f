/** Runs the contracts on costaware's own implementations. */
@NullMarked
package io.costaware.testkit.contract;

import org.jspecify.annotations.NullMarked;
