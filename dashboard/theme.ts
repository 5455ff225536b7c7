import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** The product's colours. Each shade that carries text is chosen for AA, in both schemes. */

const tide: MantineColorsTuple = [
  "#e8f6f7",
  "#d0eaec",
  "#a1d4d9",
  "#6fbdc5",
  "#48a8b3",
  "#2b929e",
  "#14707d",
  "#0f5c68",
  "#0b4954",
  "#06333b",
];
const red: MantineColorsTuple = [
  "#fdeceb",
  "#fad4d1",
  "#f5aaa4",
  "#ff8a80",
  "#ea6a60",
  "#d9483d",
  "#c5362b",
  "#b3261e",
  "#8f1d17",
  "#6b140f",
];
const gray: MantineColorsTuple = [
  "#f5f7f8",
  "#eceff1",
  "#dfe4e7",
  "#cbd3d7",
  "#b0bbc0",
  "#8b989e",
  "#66757c",
  "#4b585e",
  "#303b40",
  "#182024",
];
const dark: MantineColorsTuple = [
  "#d5dcdf",
  "#b3bec3",
  "#8e9ca2",
  "#66757c",
  "#3c4a51",
  "#2c383e",
  "#212b30",
  "#182024",
  "#12191c",
  "#0c1113",
];

export const theme = createTheme({
  primaryColor: "tide",
  primaryShade: { light: 7, dark: 6 },
  colors: { tide, red, gray, dark },
  fontFamily: "'IBM Plex Sans', system-ui, sans-serif",
  defaultRadius: "sm",
  respectReducedMotion: true,
  radius: { sm: "3px" },
  spacing: { xs: "4px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "24px" }, h2: { fontSize: "18px" } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#f3f5f6",
    "--mantine-color-text": "#12191c",
    "--mantine-color-dimmed": "#5b686e",
    "--mantine-color-placeholder": "#66757c",
    "--mantine-color-error": "#b3261e",
  },
  dark: {
    "--mantine-color-body": "#0f1518",
    "--mantine-color-text": "#d5dcdf",
    "--mantine-color-dimmed": "#8e9ca2",
    "--mantine-color-placeholder": "#8e9ca2",
    "--mantine-color-error": "#ff8a80",
    "--mantine-color-tide-text": "#6fbdc5",
    "--mantine-color-tide-light": "rgb(72 168 179 / .16)",
  },
});
