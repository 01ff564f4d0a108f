/** Files, pipes and exit codes; knows nothing of calls and prices. */
@NullMarked
package io.costaware.cli.io;

import org.jspecify.annotations.NullMarked;
