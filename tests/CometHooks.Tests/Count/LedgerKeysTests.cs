using CometHooks.Count;

namespace CometHooks.Tests.Count;

public sealed class LedgerKeysTests
{
    private static readonly byte[] Instance = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void A_key_is_known_by_its_destination_event_scope_and_instance()
    {
        string[] hashes =
        [
            One(Instance, "main", "purchase", "calendly", "pay_1"),
            One(Instance, "eu", "purchase", "calendly", "pay_1"),
            One(Instance, "main", "schedule", "calendly", "pay_1"),
            One(Instance, "main", "purchase", "stripe/acct_pier", "pay_1"),
            One(Instance, "main", "purchase", "calendly", "pay_2"),
            One(new byte[32], "main", "purchase", "calendly", "pay_1"),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], One(Instance, "main", "purchase", "calendly", "pay_1"));
    }

    [Fact]
    public void Keys_are_hashed_once_each_and_sorted()
    {
        var one = LedgerKeys.Hash(Instance, "main", "purchase", "calendly", ["a", "b", "a", "c"]).Select(Convert.ToHexString).ToList();
        var other = LedgerKeys.Hash(Instance, "main", "purchase", "calendly", ["c", "b", "a"]).Select(Convert.ToHexString).ToList();

        Assert.Equal(3, one.Count);
        Assert.Equal(one, other);
        Assert.Equal(one, one.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_default_keys_are_the_id_then_the_id_with_the_event_name_then_numbered()
        => Assert.Equal(["evt_1", "evt_1:purchase", "evt_1:purchase:2", "evt_1:purchase:3"], LedgerIdempotencyKeys.Candidates("evt_1", "purchase").Take(4));

    private static string One(byte[] instance, string destination, string eventName, string scope, string key)
        => Convert.ToHexString(Assert.Single(LedgerKeys.Hash(instance, destination, eventName, scope, [key])));
}
