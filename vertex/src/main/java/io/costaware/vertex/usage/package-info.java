/**
 * Reads what a Gemini answer says of its usage, from bytes as they come, and restates it as net
 * quantities. Shared by whatever has the bytes of an answer; knows nothing of HTTP, calls or
 * prices.
 */
@NullMarked
package io.costaware.vertex.usage;

import org.jspecify.annotations.NullMarked;
