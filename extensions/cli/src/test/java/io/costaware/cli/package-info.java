@NullMarked
package io.costaware.cli;

import org.jspecify.annotations.NullMarked;
