/** Holds the sinks and stores of core to the published contracts. */
@NullMarked
package io.costaware.testkit.contract;

import org.jspecify.annotations.NullMarked;
