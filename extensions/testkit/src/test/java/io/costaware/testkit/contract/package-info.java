/** Holds the sinks, stores and ledgers of core to the published contracts. */
@NullMarked
package io.costaware.testkit.contract;

import org.jspecify.annotations.NullMarked;
