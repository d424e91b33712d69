using System.Net;
using CometHooks.Cli.Demo;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Api;

/// <summary>Signing in by a provider: it says who, and the configuration what for.</summary>
public sealed class OpenIdConnectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ops", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("boss", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("guest", HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    public async Task Whom_the_provider_names_comes_in_with_the_role_of_the_claim_and_nobody_without_one(string role, HttpStatusCode overview, HttpStatusCode users)
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        using var folder = new HubFolder(cometly.Url);
        folder.Environment["Console__open_id__authority"] = provider.Url;
        folder.Environment["Console__open_id__client_id"] = "comethooks";
        folder.Environment["Console__open_id__client_secret"] = "shared with the provider";
        folder.Environment["Console__open_id__operators__0"] = "ops";
        folder.Environment["Console__open_id__admins__0"] = "boss";
        await using var hub = await RunningHub.StartAsync(folder);
        provider.Roles = [role];
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = hub.Admin };

        var back = await SignInAsync(browser);

        Assert.Equal(role == "guest" ? "/signin?refused=true" : "/", back.Headers.Location!.OriginalString.Replace(hub.Admin.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal));
        Assert.Equal(overview, (await browser.GetAsync(new Uri("/api/overview", UriKind.Relative), Cancel)).StatusCode);
        Assert.Equal(users, (await browser.GetAsync(new Uri("/api/users", UriKind.Relative), Cancel)).StatusCode);
    }

    // As a browser would: to the provider, and back by the link that it gives.
    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser)
    {
        using var challenge = await browser.GetAsync(new Uri("/signin/openid", UriKind.Relative), Cancel);
        using var answer = await browser.GetAsync(challenge.Headers.Location, Cancel);
        return await browser.GetAsync(answer.Headers.Location, Cancel);
    }
}
