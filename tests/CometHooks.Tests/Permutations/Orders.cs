namespace CometHooks.Tests.Permutations;

/// <summary>In which order events arrive.</summary>
internal static class Orders
{
    /// <summary>Every order of this many events.</summary>
    public static IEnumerable<int[]> All(int count) => All([.. Enumerable.Range(0, count)]);

    /// <summary>
    /// The order with what is delivered again, two events later each time. Of few events one run for every single event
    /// that arrives twice; of more, one run in which all of them do.
    /// </summary>
    public static IEnumerable<int[]> WithRepeats(int[] order) =>
        order.Length <= 4
            ? order.Select(twice => Repeat(order, e => e == twice))
            : [Repeat(order, _ => true)];

    private static int[] Repeat(int[] order, Func<int, bool> twice) =>
        [.. order.Index().Select(e => (e.Item, At: 2 * e.Index)).Concat(order.Index().Where(e => twice(e.Item)).Select(e => (e.Item, At: (2 * e.Index) + 5))).OrderBy(e => e.At).Select(e => e.Item)];

    private static IEnumerable<int[]> All(int[] events) =>
        events.Length <= 1 ? [events] : events.SelectMany(first => All([.. events.Where(e => e != first)]).Select(rest => (int[])[first, .. rest]));
}
