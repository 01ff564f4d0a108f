/** Tests of the store on a server that speaks DynamoDB. */
@NullMarked
package io.costaware.dynamodb;

import org.jspecify.annotations.NullMarked;
