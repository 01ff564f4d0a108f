/**
 * What every implementation of a plugged-in part must keep, as test classes to extend.
 *
 * <p>Knows no provider's SDK; a provider's tests hand over the real clients and the server's
 * script.
 */
@NullMarked
package io.costaware.testkit.contract;

import org.jspecify.annotations.NullMarked;
