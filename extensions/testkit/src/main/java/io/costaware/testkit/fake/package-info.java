/**
 * For users who test their own service without a cloud account: a model that answers what the test
 * says, metered like a real one, and a sink that remembers.
 */
@NullMarked
package io.costaware.testkit.fake;

import org.jspecify.annotations.NullMarked;
