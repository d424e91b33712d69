using CometHooks.Cli;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Cli;

public sealed class LedgerWarningsTests
{
    [Fact]
    public void Two_endpoints_that_send_the_same_event_without_a_common_ledger_are_named()
    {
        var hub = ConfiguredHub.Load(ShippedFiles.Folder, new Dictionary<string, string>());

        var warnings = LedgerWarnings.Of(hub).Select(w => w.Message).ToList();

        Assert.Contains(warnings, w => w.StartsWith("endpoints stripe and shopify both send 'purchase' to 'main'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_common_ledger_silences_the_warning()
    {
        var hub = ConfiguredHub.Load(ShippedFiles.Folder, new Dictionary<string, string>
        {
            ["Endpoints__stripe__ledger"] = "sales",
            ["Endpoints__shopify__ledger"] = "sales",
            ["Endpoints__calendly__ledger"] = "sales",
        });

        Assert.Empty(LedgerWarnings.Of(hub));
    }
}
