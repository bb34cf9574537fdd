package io.transship.manager.migration;

/** Looks at a migration once more before anything of it is journalled or touched. */
@FunctionalInterface
public interface Admission {

    /** Lets every migration begin. */
    Admission ALL = _ -> {};

    /**
     * Returns if the migration may begin.
     *
     * @throws io.transship.core.failure.TransshipException with the code of what hinders it
     */
    void admit(MigrationRequest request);
}
