/**
 * What every implementation of an SPI or a client must keep, as test classes to extend; the
 * project's own implementations run them too.
 *
 * <p>Knows no provider's SDK: an implementation's tests bring the real clients and the script of
 * the server that they talk to.
 */
@NullMarked
package io.costaware.testkit.contract;

import org.jspecify.annotations.NullMarked;
