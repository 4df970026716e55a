package io.outdial.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** What the database's planner is told for statements over large sets. */
public final class Planner {

    private Planner() {}

    /**
     * For the rest of the transaction, sets are joined as sets. Right after an import or a segmentation the statistics do
     * not know the tenant's rows; expecting one of each, the planner nests loops over thousands, which is quadratic. A hash
     * join is never far from the best plan here, and it gets the memory to stay out of temporary files at a million rows.
     * Sets are joined in the order in which they are written: looking for a better one takes seconds for a large query.
     * Compiling such a statement to machine code takes longer than it saves.
     */
    public static Uni<Void> joinSets(SqlConnection connection) {
        return connection
                .query("select set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true),"
                        + " set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),"
                        + " set_config('join_collapse_limit', '1', true), set_config('from_collapse_limit', '1', true)")
                .execute()
                .replaceWithVoid();
    }

    /**
     * For the rest of the transaction, groups are made by hashing. Of an array that a subselect makes the planner expects ten
     * elements, and so few rows it would rather sort; a hundred thousand are hashed in a fraction of the time. An aggregate of
     * distinct values sorts these alone and not the rows they come from; versions of the server that know no other way have no
     * setting for it.
     */
    public static Uni<Void> hashGroups(SqlConnection connection) {
        return connection
                .query("select set_config(s.name, 'off', true) from pg_settings s"
                        + " where s.name in ('enable_sort', 'enable_presorted_aggregate')")
                .execute()
                .replaceWithVoid();
    }
}
