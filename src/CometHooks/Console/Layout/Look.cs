using MudBlazor;

namespace CometHooks.WebConsole.Layout;

/// <summary>Colours and type of the console. The fonts are those of the machine: nothing is loaded from elsewhere.</summary>
internal static class Look
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3b5bdb",
            Secondary = "#c2410c",
            Success = "#2b8a3e",
            Warning = "#b45309",
            Error = "#c92a2a",
            Info = "#1971c2",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b1f3b",
            Background = "#f6f7fb",
            DrawerBackground = "#ffffff",
            Surface = "#ffffff",
            TextPrimary = "#1b1f3b",
            TextSecondary = "#565b76",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8da2fb",
            Secondary = "#fb923c",
            Success = "#69db7c",
            Warning = "#fbbf24",
            Error = "#ff8787",
            Info = "#74c0fc",
            AppbarBackground = "#171a2b",
            AppbarText = "#e8eaf6",
            Background = "#10121f",
            DrawerBackground = "#171a2b",
            Surface = "#1b1f33",
            TextPrimary = "#e8eaf6",
            TextSecondary = "#a9aecb",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", DrawerWidthLeft = "232px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            H4 = new H4Typography { FontFamily = Fonts, FontSize = "1.5rem", FontWeight = "600" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "1.05rem", FontWeight = "600" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", FontWeight = "600" },
        },
    };
}
