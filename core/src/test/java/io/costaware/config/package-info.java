@NullMarked
package io.costaware.config;

import org.jspecify.annotations.NullMarked;
