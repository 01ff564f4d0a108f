/** Tests of the store on a real PostgreSQL. */
@NullMarked
package io.costaware.jdbc;

import org.jspecify.annotations.NullMarked;
