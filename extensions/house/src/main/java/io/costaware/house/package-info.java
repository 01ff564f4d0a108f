/** The rules of the house as tests that every module runs on itself; knows no module. */
@NullMarked
package io.costaware.house;

import org.jspecify.annotations.NullMarked;
