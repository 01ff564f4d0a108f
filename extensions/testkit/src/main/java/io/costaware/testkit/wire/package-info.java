/**
 * Servers on loopback that speak the wire formats of Amazon Bedrock and of Gemini on Vertex AI, for
 * tests and for programs that run without a cloud account. They know HTTP, AWS event streams and
 * server-sent events; they know no provider SDK and nothing about prices, tags or budgets.
 */
@NullMarked
package io.costaware.testkit.wire;

import org.jspecify.annotations.NullMarked;
