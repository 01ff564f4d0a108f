/**
 * The provider-neutral client for Gemini: prompts become the SDK's requests, answers come back with
 * their receipts.
 *
 * <p>Meters nothing itself: the SDK's client that it is given does.
 */
@NullMarked
package io.costaware.vertex.client;

import org.jspecify.annotations.NullMarked;
