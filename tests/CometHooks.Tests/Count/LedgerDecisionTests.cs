using CometHooks.Count;

namespace CometHooks.Tests.Count;

public sealed class LedgerDecisionTests
{
    // Entries as "id state", oldest id smallest.
    [Theory]
    [InlineData("", "new")]
    [InlineData("1 open", "suppress 1")]
    [InlineData("1 sent", "suppress 1")]
    [InlineData("1 counted", "suppress 1")]
    [InlineData("1 void", "take over 1")]
    [InlineData("1 open, 2 open", "merge 2 into 1, suppress 1")]
    [InlineData("2 open, 1 open", "merge 2 into 1, suppress 1")]
    [InlineData("1 open, 2 sent", "merge 1 into 2, suppress 2")]
    [InlineData("1 open, 2 counted", "merge 1 into 2, suppress 2")]
    [InlineData("1 void, 2 open", "merge 1 into 2, suppress 2")]
    [InlineData("1 void, 2 sent", "merge 1 into 2, suppress 2")]
    [InlineData("1 void, 2 void", "merge 2 into 1, take over 1")]
    [InlineData("1 open, 2 void, 3 counted", "merge 1 2 into 3, suppress 3")]
    [InlineData("1 sent, 2 counted", "double counted 2")]
    [InlineData("1 sent, 2 sent", "double counted 1")]
    [InlineData("1 counted, 2 counted, 3 open", "double counted 1")]
    public void What_is_known_decides(string known, string expected)
    {
        var entries = known.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Entry).ToList();

        Assert.Equal(expected, Say(LedgerDecision.Decide(entries)));
    }

    private static LedgerEntryView Entry(string text)
    {
        var parts = text.Split(' ');
        return new LedgerEntryView(long.Parse(parts[0]), Enum.Parse<LedgerEntryState>(parts[1], ignoreCase: true));
    }

    private static string Say(LedgerDecision decision) => decision switch
    {
        LedgerDecision.New => "new",
        LedgerDecision.Suppress s => $"suppress {s.Entry.Id}",
        LedgerDecision.TakeOver t => $"take over {t.Entry.Id}",
        LedgerDecision.Merge m => $"merge {string.Join(' ', m.Others.Select(o => o.Id).Order())} into {m.Survivor.Id}, {Say(m.Then)}",
        LedgerDecision.DoubleCounted d => $"double counted {d.Entry.Id}",
        _ => "?",
    };
}
