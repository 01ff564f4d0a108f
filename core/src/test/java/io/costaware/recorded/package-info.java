@NullMarked
package io.costaware.recorded;

import org.jspecify.annotations.NullMarked;
