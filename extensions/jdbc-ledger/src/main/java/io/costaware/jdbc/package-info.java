/** The shared budgets of a fleet in PostgreSQL, over any {@link javax.sql.DataSource}. */
@NullMarked
package io.costaware.jdbc;

import org.jspecify.annotations.NullMarked;
