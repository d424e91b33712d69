namespace CometHooks.Deliver;

/// <summary>
/// Whose turn it is. Of ten turns money has six, leads two, browse events and replays one each, while they have due work;
/// a lane without gives its turn to the first by priority that has. So no lane starves, and money never waits long.
/// </summary>
internal sealed class LaneTurn
{
    private static readonly Lane[] Turns =
    [
        Lane.Money, Lane.Leads, Lane.Money, Lane.Browse, Lane.Money, Lane.Money, Lane.Leads, Lane.Money, Lane.Replay, Lane.Money,
    ];

    private static readonly Lane[] Priority = [Lane.Money, Lane.Leads, Lane.Browse, Lane.Replay];
    private int _next;

    /// <summary>How many to take of which lane for the next so many turns; less than asked where less is due.</summary>
    public IReadOnlyDictionary<Lane, int> Plan(IReadOnlyDictionary<Lane, int> due, int most)
    {
        var left = new Dictionary<Lane, int>(due);
        var plan = new Dictionary<Lane, int>();
        for (var turn = 0; turn < most && Next(left) is { } lane; turn++)
        {
            left[lane]--;
            plan[lane] = plan.GetValueOrDefault(lane) + 1;
        }

        return plan;
    }

    private Lane? Next(Dictionary<Lane, int> left)
    {
        var turn = Turns[_next];
        Lane? lane = left.GetValueOrDefault(turn) > 0
            ? turn
            : Priority.Where(other => left.GetValueOrDefault(other) > 0).Select(other => (Lane?)other).FirstOrDefault();
        if (lane is not null)
        {
            _next = (_next + 1) % Turns.Length;
        }

        return lane;
    }
}
