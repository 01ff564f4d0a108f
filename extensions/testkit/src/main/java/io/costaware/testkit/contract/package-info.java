/**
 * What every implementation of an interface that costaware calls must keep: test classes to extend.
 *
 * <p>Knows the interfaces and nothing of any implementation.
 */
@NullMarked
package io.costaware.testkit.contract;

import org.jspecify.annotations.NullMarked;
