/**
 * The heart: a call is opened, ended exactly once, and told about.
 *
 * <p>Knows no SDK, no lambda, no future and no stream; the providers' modules drive it.
 */
@NullMarked
package io.costaware.call;

import org.jspecify.annotations.NullMarked;
