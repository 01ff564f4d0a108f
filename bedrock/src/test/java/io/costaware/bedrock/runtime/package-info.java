/** Real SDK clients, metered, over a loopback socket. */
@NullMarked
package io.costaware.bedrock.runtime;

import org.jspecify.annotations.NullMarked;
