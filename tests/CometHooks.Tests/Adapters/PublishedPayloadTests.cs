using CometHooks.Calendly;
using CometHooks.Shopify;
using CometHooks.Stripe;
using static CometHooks.Tests.Adapters.Deliveries;

namespace CometHooks.Tests.Adapters;

/// <summary>Bodies that the vendors or well-known libraries publish. They are not ours to copy: read where they are at hand.</summary>
public sealed class PublishedPayloadTests
{
    [Theory]
    [InlineData("stripe")]
    [InlineData("shopify")]
    [InlineData("calendly")]
    public void Each_published_payload_is_read_with_the_type_of_its_file_name(string source)
    {
        var folder = Folder(source);
        Assert.SkipUnless(folder is not null, $"no folder shared/payloads/{source} beside the repository");
        ISourceAdapter adapter = source switch { "stripe" => new StripeAdapter(), "shopify" => new ShopifyAdapter(), _ => new CalendlyAdapter() };
        var files = Directory.GetFiles(folder, "*.json");
        Assert.NotEmpty(files);

        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            var sourceEvent = adapter.ReadOne(Signed(adapter, name, File.ReadAllBytes(file)));

            Assert.Null(sourceEvent.UnreadableBecause);
            Assert.NotNull(sourceEvent.OccurredAt);
            if (sourceEvent.IgnoredBecause is null)
            {
                // charge.succeeded.origin.json, or carts_update.origin.json
                Assert.StartsWith(sourceEvent.Type.Replace('/', '_') + ".", name, StringComparison.Ordinal);
            }
            else
            {
                Assert.StartsWith("v2.core.event.", name, StringComparison.Ordinal);
            }
        }
    }

    private static string? Folder(string source)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "payloads", source);
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }
}
