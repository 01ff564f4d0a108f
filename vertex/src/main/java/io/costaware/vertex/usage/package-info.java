/**
 * Reads what an answer of Vertex AI says of its usage, and restates it as net quantities: Gemini's
 * from bytes as they come, live and recorded alike; others from recorded calls. Knows nothing of
 * HTTP, of calls that are open, or of prices.
 */
@NullMarked
package io.costaware.vertex.usage;

import org.jspecify.annotations.NullMarked;
