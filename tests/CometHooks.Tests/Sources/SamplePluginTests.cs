using System.Text;
using CometHooks.Configuration;
using CometHooks.Sources;
using CometHooks.Tests.Adapters;

namespace CometHooks.Tests.Sources;

public sealed class SamplePluginTests : IDisposable
{
    private readonly DirectoryInfo _plugins = Directory.CreateTempSubdirectory("comethooks-plugins-");
    private readonly CollectingLogger _logger = new();
    private readonly List<Problem> _problems = [];

    public void Dispose() => _plugins.Delete(recursive: true);

    [Fact]
    public void A_named_plugin_speaks_for_its_source()
    {
        Install("SamplePlugin");

        var catalog = Load("SamplePlugin");

        Assert.Empty(_problems);
        Assert.Equal(["acme", "calendly", "shopify", "stripe"], catalog.Names);
        Assert.True(catalog.TryFind("acme", out var acme));
        var request = Deliveries.Signed(acme, "order.placed.json", Encoding.UTF8.GetBytes("""
            {"id":"acme_1","type":"order.placed","at":"2026-03-14T15:09:26Z","data":{"order":9007199254740993,"total":"19.99","currency":"usd"}}
            """));
        Assert.Equal(VerificationResult.Valid, acme.Verify(request, Deliveries.Settings()).Result);
        Assert.Equal(VerificationResult.Mismatch, acme.Verify(request, Deliveries.Settings("wrong")).Result);
        var sourceEvent = acme.ReadOne(request);
        Assert.Equal(("acme_1", "order.placed", Deliveries.Now), (sourceEvent.InboxKey, sourceEvent.Type, sourceEvent.OccurredAt));
        using var document = System.Text.Json.JsonDocument.Parse(request.Body);
        Assert.Equal(new Facts { Order = "9007199254740993", Amount = 19.99m, Currency = "USD", Test = false }, acme.ReadFacts(sourceEvent, document.RootElement));
    }

    [Fact]
    public void A_loaded_plugin_is_logged_with_version_path_and_hash()
    {
        var path = Install("SamplePlugin");

        Load("SamplePlugin");

        var line = Assert.Single(_logger.Lines);
        Assert.Contains(path, line, StringComparison.Ordinal);
        Assert.Contains(Signatures.Sha256Hex(File.ReadAllBytes(path)), line, StringComparison.Ordinal);
        Assert.Contains("SamplePlugin 0.1.0", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_is_not_named_is_not_opened()
    {
        Install("SamplePlugin");
        Broken("Other", [1, 2, 3]);

        var catalog = Load();

        Assert.Empty(_problems);
        Assert.False(catalog.TryFind("acme", out _));
    }

    [Fact]
    public void All_broken_plugins_are_reported_at_once_each_by_its_name()
    {
        Broken("Garbage", [.. Enumerable.Range(0, 500).Select(i => (byte)(i * 7))]);
        Broken("Empty", []);
        Install("NoContract", typeof(Enumerable).Assembly.Location);

        Load("Garbage", "Empty", "Missing", "../Escape", "NoContract");

        Assert.Collection(
            _problems,
            problem => AssertProblem(problem, "'Garbage'", "not a .NET assembly"),
            problem => AssertProblem(problem, "'Empty'", "not a .NET assembly"),
            problem => AssertProblem(problem, "'Missing'", "not found"),
            problem => AssertProblem(problem, "'../Escape'", "without a path"),
            problem => AssertProblem(problem, "'NoContract'", "does not reference CometHooks.Abstractions"));
    }

    [Theory]
    [InlineData("public sealed class Nothing { }", "no class in it that implements ISourceAdapter")]
    [InlineData("public sealed class A : Plain { } public sealed class B : Plain { }", "several classes")]
    [InlineData("public sealed class A(int x) : Plain { public int X => x; }", "constructor without arguments")]
    [InlineData("public sealed class A : Plain { public A() => throw new System.NotSupportedException(\"no licence\"); }", "no licence")]
    [InlineData("public sealed class A : Plain { public override string Source => throw new System.NotSupportedException(\"no name\"); }", "no name")]
    [InlineData("public sealed class A : Plain { public override string Source => \"Not A Name\"; }", "lower-case letters")]
    [InlineData("public sealed class A : Plain { public override string Source => \"stripe\"; }", "'stripe' exists already")]
    public void What_is_wrong_in_a_plugin_is_said(string source, string expected)
    {
        Broken("Wrong", PluginCompiler.Compile("Wrong", source));

        var catalog = Load("Wrong");

        AssertProblem(Assert.Single(_problems), "'Wrong'", expected);
        Assert.Equal(["calendly", "shopify", "stripe"], catalog.Names);
    }

    [Theory]
    [InlineData("0.1.0.0", true)]
    [InlineData("0.0.9.0", true)]
    [InlineData("0.2.0.0", false)]
    [InlineData("1.0.0.0", false)]
    public void A_plugin_fits_where_the_contract_is_the_same_or_has_grown_since(string theirs, bool fits) =>
        Assert.Equal(fits, PluginContract.Fits(Version.Parse(theirs), new Version(0, 1, 0, 0)));

    private static void AssertProblem(Problem problem, string plugin, string expected)
    {
        Assert.Contains(plugin, problem.Message, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    private SourceCatalog Load(params string[] plugins) => SourceCatalog.Load(_plugins.FullName, plugins, _problems, _logger);

    private string Install(string name, string? from = null)
    {
        var target = Path.Combine(_plugins.CreateSubdirectory(name).FullName, name + ".dll");
        File.Copy(from ?? Path.Combine(AppContext.BaseDirectory, "PluginUnderTest", "SamplePlugin.dll"), target);
        return target;
    }

    private void Broken(string name, byte[] content) =>
        File.WriteAllBytes(Path.Combine(_plugins.CreateSubdirectory(name).FullName, name + ".dll"), content);
}
