/** The rules that turn Bedrock's numbers into a net usage. */
@NullMarked
package io.costaware.bedrock.usage;

import org.jspecify.annotations.NullMarked;
