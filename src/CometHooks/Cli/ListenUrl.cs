namespace CometHooks.Cli;

/// <summary>How this machine reaches an address that the hub listens on.</summary>
internal static class ListenUrl
{
    public static Uri Local(string listen, string path)
    {
        var url = new UriBuilder(listen.Replace("//*", "//127.0.0.1", StringComparison.Ordinal).Replace("//+", "//127.0.0.1", StringComparison.Ordinal)) { Path = path };
        if (url.Host is "0.0.0.0" or "[::]")
        {
            url.Host = "127.0.0.1";
        }

        return url.Uri;
    }
}
