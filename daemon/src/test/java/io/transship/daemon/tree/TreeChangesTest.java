package io.transship.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TreeChangesTest {

    private static final long LATER = 1_000_000_000_000L;

    private static final List<TreeEntry> BEFORE =
            List.of(
                    entry("", 'd', 1),
                    entry("a", 'd', 2),
                    entry("a/one", 'f', 3),
                    entry("a/two", 'f', 4),
                    entry("b", 'f', 5));

    @Test
    void nothingIsSentOfATreeThatIsTheSame() {
        assertThat(between(BEFORE, BEFORE).isEmpty()).isTrue();
    }

    @Test
    void aFileThatChangedIsSentWithTheFoldersAroundIt() {
        TreeChanges changes = between(BEFORE, with(BEFORE, changed("a/one", 'f', 3)));

        assertThat(changes.sent()).containsExactly("", "a", "a/one");
        assertThat(changes.removed()).isEmpty();
        assertThat(changes.whole()).isFalse();
    }

    @Test
    void aFileThatWentIsRemovedAndItsFolderGetsItsTimes() {
        TreeChanges changes = between(BEFORE, without(BEFORE, "a/two"));

        assertThat(changes.removed()).containsExactly("a/two");
        assertThat(changes.sent()).containsExactly("", "a");
    }

    @Test
    void ofAFolderThatWentOnlyItsOwnNameIsSaid() {
        TreeChanges changes = between(BEFORE, without(BEFORE, "a", "a/one", "a/two"));

        assertThat(changes.removed()).containsExactly("a");
        assertThat(changes.sent()).containsExactly("");
    }

    @Test
    void whatBecameAnotherKindGoesFirst() {
        List<TreeEntry> now = without(BEFORE, "a", "a/one", "a/two");
        TreeChanges changes = between(BEFORE, with(now, changed("a", 'l', 9)));

        assertThat(changes.removed()).containsExactly("a");
        assertThat(changes.sent()).containsExactly("", "a");
    }

    @Test
    void aFolderInTheStepsOfAFileIsSentWithAllThatIsInIt() {
        List<TreeEntry> now = with(BEFORE, changed("b", 'd', 9));
        TreeChanges changes = between(BEFORE, with(now, entry("b/in", 'f', 4)));

        assertThat(changes.removed()).containsExactly("b");
        assertThat(changes.sent()).containsExactly("", "b", "b/in");
    }

    @Test
    void anotherFileUnderTheSameNameIsSentEvenIfItLooksTheSame() {
        assertThat(between(BEFORE, with(BEFORE, entry("b", 'f', 77))).sent())
                .containsExactly("", "b");
    }

    @Test
    void whatChangedInTheLastTickCountsAsChanged() {
        long begun = 5_000_000_000L;
        TreeManifest before =
                new TreeManifest(
                        with(BEFORE, new TreeEntry("b", 'f', 5, 1, begun - 1_000_000, "")),
                        begun,
                        Set.of());
        TreeManifest now =
                new TreeManifest(
                        with(BEFORE, new TreeEntry("b", 'f', 5, 1, begun - 1_000_000, "")),
                        LATER,
                        Set.of());

        assertThat(TreeChanges.between(before, now).sent()).containsExactly("", "b");
    }

    @Test
    void whatIsMappedNowOrWasThenCountsAsChanged() {
        TreeManifest calm = new TreeManifest(BEFORE, LATER, Set.of());
        TreeManifest mapped = new TreeManifest(BEFORE, LATER, Set.of(4L));

        assertThat(TreeChanges.between(mapped, calm).sent()).containsExactly("", "a", "a/two");
        assertThat(TreeChanges.between(calm, mapped).sent()).containsExactly("", "a", "a/two");
    }

    @Test
    void whatCameAndWentBetweenTheLooksButWasSentIsRemoved() {
        TreeManifest before = new TreeManifest(BEFORE, LATER, Set.of());
        TreeManifest now = new TreeManifest(BEFORE, LATER, Set.of());
        Set<String> sent = Set.of("", "a", "a/one", "a/two", "a/passing", "b");
        TreeChanges changes = TreeChanges.between(before.plus(sent), now);

        assertThat(changes.removed()).containsExactly("a/passing");
        assertThat(changes.sent()).containsExactly("", "a");
    }

    @Test
    void aFileThatBecameASocketIsRemoved() {
        TreeChanges changes = between(BEFORE, with(BEFORE, changed("b", 's', 9)));

        assertThat(changes.removed()).containsExactly("b");
        assertThat(changes.sent()).containsExactly("");
    }

    @Test
    void aFileOfTwoNamesCountsOnce() {
        List<TreeEntry> linked = with(BEFORE, entry("a/three", 'f', 3));

        assertThat(new TreeManifest(linked, LATER, Set.of()).size().bytes()).isEqualTo(3);
    }

    @Test
    void devicesAreFoundAndWhiteoutsAreNone() {
        List<TreeEntry> whiteout = with(BEFORE, entry("w", 'w', 8));

        assertThat(new TreeManifest(whiteout, LATER, Set.of()).device()).isEmpty();
        assertThat(new TreeManifest(with(whiteout, entry("c", 'c', 9)), LATER, Set.of()).device())
                .hasValueSatisfying(each -> assertThat(each.path()).isEqualTo("c"));
    }

    private static TreeChanges between(List<TreeEntry> before, List<TreeEntry> now) {
        return TreeChanges.between(
                new TreeManifest(before, LATER, Set.of()), new TreeManifest(now, LATER, Set.of()));
    }

    private static TreeEntry entry(String path, char type, long inode) {
        return new TreeEntry(path, type, inode, 1, 0, "");
    }

    private static TreeEntry changed(String path, char type, long inode) {
        return new TreeEntry(path, type, inode, 1, 7, "");
    }

    private static List<TreeEntry> with(List<TreeEntry> tree, TreeEntry entry) {
        List<TreeEntry> all = without(tree, entry.path());
        all.add(entry);
        return all;
    }

    private static List<TreeEntry> without(List<TreeEntry> tree, String... paths) {
        List<TreeEntry> all = new ArrayList<>(tree);
        all.removeIf(each -> List.of(paths).contains(each.path()));
        return all;
    }
}
