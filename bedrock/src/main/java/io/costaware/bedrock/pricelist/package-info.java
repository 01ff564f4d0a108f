/**
 * Prices of Amazon Bedrock from the AWS Price List: over its API, or from its files.
 *
 * <p>Reading over the API takes the SDK's {@code pricing} module, which nothing else here needs;
 * add it to your own dependencies.
 */
@NullMarked
package io.costaware.bedrock.pricelist;

import org.jspecify.annotations.NullMarked;
