using Microsoft.Playwright;

namespace CometHooks.BrowserTests;

/// <summary>Every page as people see it, at a desk and on a phone, light and dark. The pictures stay beside the tests.</summary>
public sealed class EveryPageTests(ConsoleUnderTest console)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/"), ("events", "/events"), ("conversions", "/events?of=conversions"), ("event", "/events/1"), ("event-rejected", "/events/3"), ("event-unsent", "/events/7"), ("stuck", "/stuck"), ("readiness", "/readiness"),
        ("endpoints", "/endpoints"), ("mappings", "/mappings"), ("mapping", "/mappings/mappings/stripe.yaml"), ("destinations", "/destinations"), ("audit", "/audit"), ("settings", "/settings"), ("erasures", "/erasures"),
        ("search", $"/search?q={ConsoleUnderTest.Order}"), ("search-nothing", "/search?q=nothing"), ("event-missing", "/events/4711"), ("not-found", "/nowhere"),
    ];

    // A table that is wider than its card need not be wider than the window.
    private const string StickingOut = "[...document.querySelectorAll('.card')].filter(c => c.scrollWidth > c.clientWidth).map(c => c.innerText.slice(0, 80)).join('; ')";

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Each_page_fits_has_one_heading_comes_from_here_alone_and_breaks_nothing(int width, ColorScheme scheme)
    {
        await using var visit = await console.SignedInAsync(width: width, scheme: scheme);
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots"));
        foreach (var (name, path) in Pages)
        {
            await visit.OpenAsync(path);
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder.FullName, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });

            Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{path} scrolls sideways at {width} px");
            Assert.Equal("", await visit.Page.EvaluateAsync<string>(StickingOut));
            Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
            var dark = await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            Assert.Equal(scheme == ColorScheme.Dark ? "rgb(16, 18, 31)" : "rgb(246, 247, 251)", dark);
        }

        Assert.Empty(visit.Errors);
    }

    [Theory]
    [InlineData("signin")]
    [InlineData("setup")]
    public async Task Who_is_not_signed_in_sees_a_form_that_fits(string path)
    {
        foreach (var width in new[] { 1280, 390 })
        {
            await using var visit = await console.VisitAsync(width);
            await visit.Page.GotoAsync($"/{path}");
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName, $"{path}-{width}.png") });

            Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
            Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
            Assert.Empty(visit.Errors);
        }
    }
}
