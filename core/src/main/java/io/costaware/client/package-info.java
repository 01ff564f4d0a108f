/**
 * The provider-neutral interface: one request type, one answer type that carries usage, receipt and
 * event.
 *
 * <p>Knows no SDK; the providers' modules implement it. What only one provider understands travels
 * as provider options, untouched.
 */
@NullMarked
package io.costaware.client;

import org.jspecify.annotations.NullMarked;
