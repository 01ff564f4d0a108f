/**
 * Bedrock's model invocation log, read as recorded calls.
 *
 * <p>Knows the log's form alone; what a call cost is the business of others.
 */
@NullMarked
package io.costaware.cli.log;

import org.jspecify.annotations.NullMarked;
