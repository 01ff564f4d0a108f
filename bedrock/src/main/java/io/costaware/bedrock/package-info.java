/** Meters calls to Amazon Bedrock through the AWS SDK for Java v2; knows nothing of Vertex AI. */
@NullMarked
package io.costaware.bedrock;

import org.jspecify.annotations.NullMarked;
