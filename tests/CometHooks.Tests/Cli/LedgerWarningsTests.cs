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
    public void Of_more_than_two_endpoints_all_are_named()
    {
        var hub = ConfiguredHub.Load(ShippedFiles.Folder, new Dictionary<string, string>
        {
            ["Endpoints__bakery__source"] = "shopify",
            ["Endpoints__bakery__mapping"] = "mappings/shopify.yaml",
            ["Endpoints__bakery__destination"] = "main",
        });

        Assert.Contains(LedgerWarnings.Of(hub), w => w.Message.StartsWith("endpoints stripe, shopify and bakery all send 'purchase' to 'main'", StringComparison.Ordinal));
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
