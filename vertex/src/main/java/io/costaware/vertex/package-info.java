/** Meters calls to Gemini on Vertex AI through the Google Gen AI SDK; knows nothing of Bedrock. */
@NullMarked
package io.costaware.vertex;

import org.jspecify.annotations.NullMarked;
