using CometHooks.Deliver;

namespace CometHooks.Tests.Deliver;

public sealed class LaneTurnTests
{
    private readonly LaneTurn _turns = new();

    [Fact]
    public void Of_ten_turns_every_lane_has_its_floor()
    {
        var plan = _turns.Plan(Due(100, 100, 100, 100), 10);

        Assert.Equal(Due(6, 2, 1, 1), plan);
    }

    [Fact]
    public void A_flood_of_replays_leaves_money_its_turns()
    {
        var plan = _turns.Plan(Due(6, 0, 0, 1_000_000), 10);

        Assert.Equal((6, 4), (plan[Lane.Money], plan[Lane.Replay]));
    }

    [Fact]
    public void A_flood_of_money_starves_nobody()
    {
        for (var batch = 0; batch < 10; batch++)
        {
            var plan = _turns.Plan(Due(1_000_000, 0, 0, 1), 3);
            if (plan.ContainsKey(Lane.Replay))
            {
                return;
            }
        }

        Assert.Fail("The replay never had its turn.");
    }

    [Fact]
    public void A_lane_without_work_gives_its_turn_to_the_first_that_has()
    {
        var plan = _turns.Plan(Due(0, 0, 3, 100), 10);

        Assert.Equal((3, 7), (plan[Lane.Browse], plan[Lane.Replay]));
    }

    [Fact]
    public void No_more_is_planned_than_is_due() =>
        Assert.Equal(Due(1, 0, 2, 0).Where(lane => lane.Value > 0), _turns.Plan(Due(1, 0, 2, 0), 100).OrderBy(lane => lane.Key));

    private static Dictionary<Lane, int> Due(int money, int leads, int browse, int replay) => new()
    {
        [Lane.Money] = money,
        [Lane.Leads] = leads,
        [Lane.Browse] = browse,
        [Lane.Replay] = replay,
    };
}
