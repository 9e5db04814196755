/** The shortcodes a bot for operations uses, by Slack's names. Others are shown as they are written, as `:name:`. */
const emojis: Readonly<Record<string, string>> = Object.fromEntries(
  `
  white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ warning ⚠️
  rotating_light 🚨 fire 🔥 boom 💥 bomb 💣 skull 💀 no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 stop_sign 🛑
  exclamation ❗ heavy_exclamation_mark ❗ bangbang ‼️ question ❓ grey_question ❔ information_source ℹ️ bulb 💡
  large_green_circle 🟢 green_circle 🟢 large_yellow_circle 🟡 large_orange_circle 🟠 red_circle 🔴 large_red_circle 🔴
  large_blue_circle 🔵 blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_brown_circle 🟤
  large_green_square 🟩 large_yellow_square 🟨 large_orange_square 🟧 large_red_square 🟥 large_blue_square 🟦
  white_large_square ⬜ black_large_square ⬛ white_medium_square ◻️ black_medium_square ◼️ large_blue_diamond 🔷
  hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ timer_clock ⏲️ clock1 🕐 clock3 🕒 clock9 🕘
  watch ⌚ calendar 📅 date 📅 spiral_calendar_pad 🗓️ arrows_counterclockwise 🔄 repeat 🔁 recycle ♻️
  arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_up_small 🔼 arrow_down_small 🔽 arrow_forward ▶️
  rewind ⏪ fast_forward ⏩ black_right_pointing_triangle_with_double_vertical_bar ⏯️ double_vertical_bar ⏸️
  black_square_for_stop ⏹️ leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ small_red_triangle 🔺
  small_red_triangle_down 🔻 heavy_plus_sign ➕ heavy_minus_sign ➖ rocket 🚀 ship 🚢 package 📦 whale 🐳 cloud ☁️
  construction 🚧 hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️ nut_and_bolt 🔩 toolbox 🧰 magic_wand 🪄 broom 🧹
  mag 🔍 mag_right 🔎 microscope 🔬 telescope 🔭 eyes 👀 eye 👁️ bell 🔔 no_bell 🔕 mute 🔇 loudspeaker 📢 mega 📣
  phone ☎️ telephone_receiver 📞 pager 📟 fire_engine 🚒 firefighter 🧑‍🚒 ambulance 🚑 sos 🆘 hospital 🏥 shield 🛡️
  lock 🔒 unlock 🔓 closed_lock_with_key 🔐 key 🔑 old_key 🗝️ scroll 📜 memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋
  book 📖 books 📚 bookmark 🔖 notebook 📓 page_facing_up 📄 page_with_curl 📃 newspaper 📰 link 🔗 paperclip 📎
  pushpin 📌 round_pushpin 📍 label 🏷️ file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️ file_cabinet 🗄️
  wastebasket 🗑️ inbox_tray 📥 outbox_tray 📤 envelope ✉️ email ✉️ chart_with_upwards_trend 📈
  chart_with_downwards_trend 📉 bar_chart 📊 moneybag 💰 money_with_wings 💸 dollar 💵 coin 🪙 credit_card 💳
  heavy_dollar_sign 💲 balance_scale ⚖️ scales ⚖️ computer 💻 desktop_computer 🖥️ floppy_disk 💾 minidisc 💽
  electric_plug 🔌 battery 🔋 satellite 🛰️ satellite_antenna 📡 globe_with_meridians 🌐 earth_asia 🌏 zap ⚡
  snowflake ❄️ sunny ☀️ sunrise 🌅 coffee ☕ beers 🍻 thermometer 🌡️ droplet 💧 ocean 🌊 seedling 🌱 herb 🌿
  bug 🐛 turtle 🐢 rabbit2 🐇 snail 🐌 robot_face 🤖 ghost 👻 tada 🎉 sparkles ✨ star ⭐ trophy 🏆 medal 🏅 dart 🎯
  checkered_flag 🏁 triangular_flag_on_post 🚩 flag-au 🇦🇺 thumbsup 👍 +1 👍 thumbsdown 👎 -1 👎 ok_hand 👌 wave 👋
  clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 point_right 👉 point_left 👈 point_up ☝️ point_down 👇 raised_hand ✋
  hand ✋ handshake 🤝 writing_hand ✍️ brain 🧠 heart ❤️ green_heart 💚 broken_heart 💔 100 💯 smile 😄 slightly_smiling_face 🙂
  joy 😂 sweat_smile 😅 wink 😉 thinking_face 🤔 sleeping 😴 zzz 💤 cry 😢 scream 😱 face_with_monocle 🧐 relieved 😌
  bust_in_silhouette 👤 busts_in_silhouette 👥 detective 🕵️ technologist 🧑‍💻 crown 👑 speech_balloon 💬
  thought_balloon 💭 ballot_box 🗳️ ticket 🎫 test_tube 🧪 dna 🧬 compass 🧭 world_map 🗺️ ladder 🪜 bricks 🧱
  traffic_light 🚦 vertical_traffic_light 🚦 parking 🅿️ new 🆕 up 🆙 ok 🆗 free 🆓 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣
  five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟 hash #️⃣
  `
    .trim()
    .split(/\s+/)
    .reduce<[string, string][]>((pairs, token, index, all) => {
      if (index % 2 === 1) pairs.push([all[index - 1] ?? '', token])
      return pairs
    }, []),
)

/** The character of a shortcode without its colons, or undefined where Slack's name is not in the list. */
export function emojiCharacter(name: string): string | undefined {
  return Object.hasOwn(emojis, name) ? emojis[name] : undefined
}
